/** Whether nobody but this machine can reach an address, or a name that stands for one. */
export function isLoopback(address: string): boolean {
  return /^(?:(?:.+\.)?localhost|::1|127(?:\.\d{1,3}){3})$/i.test(address);
}
