/** What `vscode.Disposable` looks like, for modules that do not know VS Code. */
export interface Subscription {
  dispose(): void;
}

/** A value that tells its listeners when it is replaced. */
export interface Observable<Value> {
  readonly value: Value;
  onDidChange(listener: (value: Value) => void): Subscription;
}

export interface ObservableSource<Value> extends Observable<Value> {
  update(change: (value: Value) => Value): void;
}

export function createObservable<Value>(initial: Value): ObservableSource<Value> {
  const listeners = new Set<(value: Value) => void>();
  let current = initial;
  return {
    get value() {
      return current;
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    update(change) {
      current = change(current);
      for (const listener of [...listeners]) {
        listener(current);
      }
    },
  };
}
