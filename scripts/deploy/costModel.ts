import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const pricesSchema = z.object({
  asOf: z.string(),
  prices: z.array(
    z.strictObject({
      id: z.string(),
      what: z.string(),
      unit: z.string(),
      usd: z.number().positive(),
      source: z.url(),
      status: z.enum(['confirmed', 'unconfirmed']),
    }),
  ),
});

const profileSchema = z.object({
  instanceMemoryMB: z.number(),
  maximumInstances: z.number(),
  alwaysReadyHttp: z.number(),
  blueGreen: z.boolean(),
  zoneRedundant: z.boolean(),
  privateNetwork: z.boolean(),
  speechModel: z.enum(['base', 'small']),
  speechCores: z.number(),
  speechMinimumReplicas: z.number(),
  speechMaximumReplicas: z.number(),
  storageSku: z.string(),
  cosmosMode: z.enum(['serverless', 'autoscale']),
  cosmosMaximumThroughput: z.number(),
  cosmosOtherRegions: z.array(z.string()),
  serviceBusSku: z.enum(['Standard', 'Premium']),
  staticWebApp: z.boolean(),
  frontDoor: z.boolean(),
  apiManagement: z.boolean(),
  redis: z.boolean(),
});
export type Profile = z.infer<typeof profileSchema>;

/** Core-seconds that the speech service takes for a second of sound, measured on two slow cores: `npm run bench -- speech`. */
export const speechWork = { base: 0.25, small: 0.62 };

/** What a lesson is taken to be. Chosen, not measured. */
export const assumed = {
  minutes: 30,
  gigabytes: 1,
  /** What browsers play, of the original's size. */
  mediaShare: 0.4,
  /** Seconds of one instance for sound, picture and waiting on calls, all activities together. */
  instanceSeconds: 1200,
  /** Share of its cores' time in which a replica of the speech service that runs is at work. */
  speechUse: 0.6,
  /** The analysis (`npm run capacity` counts some 600), and what people do with the lesson in a year. */
  requestUnits: 12_000,
  logMegabytes: 5,
  timesWatched: 1,
};

const hoursAMonth = 730;
const secondsAMonth = hoursAMonth * 3600;
// Against locally redundant storage, which the table's prices are of.
export const redundancy: Record<string, number> = {
  Standard_LRS: 1,
  Standard_ZRS: 1.25,
  Standard_GZRS: 2.25,
  Standard_RAGZRS: 2.8,
};
const logAlerts = 10;

export interface Cost {
  readonly profile: string;
  readonly fixedMonthly: number;
  readonly per1000Lessons: number;
  /** What speech costs in a month at most: all replicas at work all the time. */
  readonly speechAtMost: number;
}

export async function readPrices() {
  return pricesSchema.parse(JSON.parse(await readFile('infra/prices.json', 'utf8')));
}

/** What a price is, by its id. @throws Error for one that is not in infra/prices.json. */
export async function priceList(): Promise<Price> {
  const { prices } = await readPrices();
  return (id) => {
    const found = prices.find((one) => one.id === id);
    if (found === undefined) throw new Error(`infra/prices.json has no ${id}`);
    return found.usd;
  };
}

export async function readProfile(name: string): Promise<Profile> {
  return profileSchema.parse(JSON.parse(await readFile(`infra/profiles/${name}.json`, 'utf8')));
}

/**
 * US dollars: what a profile costs in a month without a lesson, and what 1,000 lessons add: their analysis, and keeping
 * them for a year as the lifecycle rules do.
 */
export async function costOf(name: string): Promise<Cost> {
  const profile = await readProfile(name);
  const price = await priceList();
  return {
    profile: name,
    fixedMonthly: fixed(profile, price),
    per1000Lessons: 1000 * lesson(profile, price),
    speechAtMost: profile.speechMaximumReplicas * profile.speechCores * secondsAMonth * coreSecond(price),
  };
}

/** US dollars for an hour of sound in the speech service. */
export async function hourOfSound(model: keyof typeof speechWork): Promise<number> {
  return 60 * soundMinute(model, await priceList());
}

export type Price = (id: string) => number;

// Each core has two GiB beside it.
const coreSecond = (price: Price) => price('containerCore') + 2 * price('containerMemory');
const soundMinute = (model: keyof typeof speechWork, price: Price) =>
  (60 * speechWork[model] * coreSecond(price)) / assumed.speechUse;

function fixed(profile: Profile, price: Price): number {
  const apps = profile.blueGreen ? 2 : 1;
  const regions = 1 + profile.cosmosOtherRegions.length;
  // Autoscale is paid for a tenth of its maximum at least.
  const throughput = profile.cosmosMode === 'autoscale' ? profile.cosmosMaximumThroughput / 10 / 100 : 0;
  const endpoints = profile.privateNetwork ? 10 + apps + (profile.redis ? 1 : 0) : 0;
  // One is the speech service's name, which every network has.
  const zones = 1 + (profile.privateNetwork ? 7 + (profile.redis ? 1 : 0) : 0);
  return (
    price(profile.serviceBusSku === 'Premium' ? 'serviceBusPremium' : 'serviceBusStandard') +
    price('flexReady') * profile.alwaysReadyHttp * apps * (profile.instanceMemoryMB / 1024) * secondsAMonth +
    price('cosmosAutoscale') * throughput * regions * hoursAMonth +
    price(profile.privateNetwork ? 'registryPremium' : 'registryBasic') +
    profile.speechMinimumReplicas *
      profile.speechCores *
      secondsAMonth *
      (price('containerIdleCore') + 2 * price('containerMemory')) +
    price('logAlert') * logAlerts +
    price('privateEndpoint') * endpoints +
    price('dnsZone') * zones +
    (profile.frontDoor ? price('frontDoorPremium') : 0) +
    (profile.apiManagement ? price('apiManagement') : 0) +
    (profile.redis ? price('redis') * (profile.zoneRedundant ? 2 : 1) : 0) +
    (profile.staticWebApp ? price('staticWebApp') : 0)
  );
}

function lesson(profile: Profile, price: Price): number {
  const media = assumed.gigabytes * assumed.mediaShare;
  const copies = redundancy[profile.storageSku] ?? 1;
  return (
    soundMinute(profile.speechModel, price) * assumed.minutes +
    price('flexWork') * assumed.instanceSeconds * (profile.instanceMemoryMB / 1024) +
    (profile.cosmosMode === 'serverless' ? (price('cosmosServerless') * assumed.requestUnits) / 1e6 : 0) +
    (price('logs') * assumed.logMegabytes) / 1000 +
    price('egress') * media * assumed.timesWatched +
    // Hot for a month, cool until the sixth, archived until the twelfth; what browsers play is hot for two months, then cool.
    copies * assumed.gigabytes * (price('blobHot') + 5 * price('blobCool') + 6 * price('blobArchive')) +
    copies * media * (2 * price('blobHot') + 10 * price('blobCool'))
  );
}
