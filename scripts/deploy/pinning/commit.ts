/**
 * Asks GitHub which commit a tag of an action is now.
 * @param api where GitHub's API is
 * @throws Error when it is not reached, does not know the tag, or answers something else than a commit
 */
export async function commitOf(action: string, tag: string, api: string): Promise<string> {
  // An action may lie in a folder of its repository.
  const repository = action.split('/').slice(0, 2).join('/');
  let answer: Response;
  try {
    answer = await fetch(`${api}/repos/${repository}/commits/${tag}`, {
      headers: { accept: 'application/vnd.github.sha' },
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    throw new Error(`${new URL(api).host} is not reached.`, { cause: error });
  }
  if (!answer.ok) throw new Error(`${new URL(api).host} answers ${answer.status} for ${repository} ${tag}.`);
  const commit = (await answer.text()).trim();
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`${new URL(api).host} names no commit for ${repository} ${tag}.`);
  return commit;
}
