/** How a user makes the ONNX files of a repository that has none, and installs them as `id`. */
export function exportRemedy(repository: string, id: string): string {
  return (
    `Export it yourself, on any machine with Python: \`pip install "optimum-onnx[onnxruntime]"\`, then ` +
    `\`optimum-cli export onnx --model ${repository} --task feature-extraction ${id}\`, then ` +
    `\`termlens encoder import ${id}\`.`
  );
}
