'use strict';

const status = document.getElementById('status');
const trouble = document.getElementById('trouble');
document.getElementById('command').textContent = `curl -sN -X POST ${location.origin}/api/shows/story`;

async function refresh() {
  try {
    const response = await fetch('api/status', { cache: 'no-store' });
    if (!response.ok) throw new Error(`the presenter app answers ${response.status}`);
    status.textContent = await response.text();
    trouble.textContent = '';
  } catch (error) {
    trouble.textContent = `The state above is old: ${error.message}`;
  }
  setTimeout(refresh, 1000);
}

refresh();
