/**
 * The platforms a VSIX can be made for, and where the native packages keep their libraries for each. usearch has
 * none for Windows on ARM; large vocabularies are searched without it there.
 */
export const nativeTargets = {
  'linux-x64': { onnxRuntime: 'linux/x64', usearch: 'linux-x64' },
  'linux-arm64': { onnxRuntime: 'linux/arm64', usearch: 'linux-arm64' },
  'darwin-arm64': { onnxRuntime: 'darwin/arm64', usearch: 'darwin-arm64+x64' },
  'win32-x64': { onnxRuntime: 'win32/x64', usearch: 'win32-x64' },
  'win32-arm64': { onnxRuntime: 'win32/arm64', usearch: undefined },
} as const;

export type NativeTarget = keyof typeof nativeTargets;

export function isNativeTarget(name: string): name is NativeTarget {
  return name in nativeTargets;
}

/** The target of the machine this runs on. */
export function hostTarget(): NativeTarget {
  const name = `${process.platform}-${process.arch}`;
  if (!isNativeTarget(name)) {
    throw new Error(
      `ONNX Runtime has no build for ${name}. Supported: ${Object.keys(nativeTargets).join(', ')}.`,
    );
  }
  return name;
}

/** Where `npm run package` puts the VSIX of a target, relative to the project. */
export function vsixPath(target: NativeTarget, version: string): string {
  return `build/termlens-${target}-${version}.vsix`;
}
