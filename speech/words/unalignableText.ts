/** The text cannot be laid on the sound. The message is for whoever sent it. */
export class UnalignableTextError extends Error {
  override readonly name = 'UnalignableTextError';
}
