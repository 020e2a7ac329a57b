export type UploadStatus =
  | 'waiting'
  | 'checking'
  | 'uploading'
  | 'offline'
  | 'finishing'
  | 'paused'
  /** The name is taken: the user chooses. */
  | 'exists'
  /** From before a reload: the user has to give the file again. */
  | 'choose'
  | 'failed'
  | 'done';

/** Whether something is being done for it. */
export const isBusy = ({ status }: { readonly status: UploadStatus }) =>
  status === 'checking' || status === 'uploading' || status === 'offline' || status === 'finishing';
