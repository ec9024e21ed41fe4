// Node-RED for a test: on loopback, and nothing is asked of anybody elsewhere.
module.exports = {
  uiHost: "127.0.0.1",
  credentialSecret: false,
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false },
  externalModules: { autoInstall: false, palette: { allowInstall: false }, modules: { allowInstall: false } },
};
