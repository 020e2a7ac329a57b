/**
 * Makes something at its first use and keeps it. What failed is tried again at the next use.
 * For what is slow to load: an app that starts in a moment loads an SDK only when it is called for.
 */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
