/** Whether storage answered with one of these HTTP statuses. */
export function isAnswered(error: unknown, ...statuses: number[]): boolean {
  return (
    isStorageError(error) &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    statuses.includes(error.statusCode)
  );
}

/** Whether storage refused, failed or could not be reached. The SDKs each bring their own class of this name. */
export function isStorageError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'RestError';
}
