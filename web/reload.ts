// In development builds only: the page names its files by what is in them, so another page means another studio.
const milliseconds = 1000;
let shown: string | undefined;

async function look(): Promise<void> {
  // While the host starts there is no answer, or none that counts.
  const answer = await fetch('/', { cache: 'no-store' }).catch(() => undefined);
  if (!answer?.ok) return;
  const page = await answer.text();
  if (shown !== undefined && page !== shown) location.reload();
  shown = page;
}

setInterval(() => void look(), milliseconds);
void look();
