package scatola.presenter.timeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;

/** Entries, fetched a page at a time. At its end it looks again each time it is asked. For one thread. */
final class PagedEntries implements Iterator<Entry> {
    private final LongFunction<List<Entry>> pages;
    private final Deque<Entry> page = new ArrayDeque<>();
    private long next;

    /**
     * @param from the first moment, in microseconds
     * @param pages the entries from a moment on, at least one if there is one
     */
    PagedEntries(long from, LongFunction<List<Entry>> pages) {
        this.next = from;
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty()) {
            page.addAll(pages.apply(next));
            if (!page.isEmpty()) {
                next = Micros.of(page.getLast().at()) + 1;
            }
        }
        return !page.isEmpty();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the recording has no more entries");
        }
        return page.removeFirst();
    }
}
