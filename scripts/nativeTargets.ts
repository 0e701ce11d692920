/** The platforms a VSIX can be made for, and where ONNX Runtime keeps its libraries for each. */
export const nativeTargets = {
  'linux-x64': 'linux/x64',
  'linux-arm64': 'linux/arm64',
  'darwin-arm64': 'darwin/arm64',
  'win32-x64': 'win32/x64',
  'win32-arm64': 'win32/arm64',
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
