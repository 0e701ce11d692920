/** Keeps its place on the page while it is hidden, which VS Code tears down and builds up again. */
export const conceptScript = `
const vscode = acquireVsCodeApi();
const mentions = document.getElementById('mentions');
const restorePlace = () => window.scrollTo(0, vscode.getState()?.top ?? 0);
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-action]') : null;
  if (button !== null) {
    vscode.postMessage({ action: button.dataset.action, value: button.dataset.value });
  }
});
window.addEventListener('message', ({ data }) => {
  if (typeof data.mentions === 'string') {
    document.getElementById('mention-count').textContent = data.count;
    mentions.innerHTML = data.mentions;
    restorePlace();
  }
  if (typeof data.status === 'string') {
    document.getElementById('status').textContent = data.status;
  }
});
window.addEventListener('scroll', () => vscode.setState({ top: window.scrollY }));
restorePlace();
vscode.postMessage({ action: 'ready' });
`;

export const conceptStyle = `
body { color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); line-height: 1.5; padding: 0 1.5em 2em; }
main { max-width: 50em; }
nav { margin-block-start: 1em; }
h1 { font-size: 1.6em; font-weight: 600; margin-block-end: 0.2em; overflow-wrap: anywhere; }
h2 { font-size: 1.15em; font-weight: 600; margin: 1.6em 0 0.4em; padding-block-end: 0.2em; border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, rgba(128, 128, 128, 0.35))); }
h3 { font-size: 1em; font-weight: 600; margin: 0.8em 0 0.2em; overflow-wrap: anywhere; }
p { margin: 0.4em 0; overflow-wrap: anywhere; }
ul { margin: 0.2em 0; padding-inline-start: 1.4em; }
li { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2em 1em; margin: 0.4em 0; }
dt, .note { color: var(--vscode-descriptionForeground); }
.note { font-weight: normal; }
dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: var(--vscode-editor-font-family); color: var(--vscode-textPreformat-foreground, inherit); background: var(--vscode-textPreformat-background, transparent); border-radius: 3px; padding: 0 0.3em; }
.identifier { display: flex; flex-wrap: wrap; gap: 0.6em; align-items: center; }
.warning { border: 1px solid var(--vscode-editorWarning-foreground, currentColor); border-radius: 2px; padding: 0.3em 0.8em; }
button { font: inherit; cursor: pointer; }
button.action { background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; padding: 0.2em 0.7em; }
button.action:hover { background: var(--vscode-button-secondaryHoverBackground); }
button.link { background: none; border: none; padding: 0; color: var(--vscode-textLink-foreground); text-align: start; overflow-wrap: anywhere; }
button.link:hover { color: var(--vscode-textLink-activeForeground); text-decoration: underline; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
`;
