import { readdir, readFile } from 'node:fs/promises';
import { ScaledObject, TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { Deployment } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { ConfigMap, Namespace, Service } from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../shared/settings/config.ts';

const base = 'deploy/kubernetes/base';
const models = { ConfigMap, Deployment, Namespace, NetworkPolicy, ScaledObject, Service, TriggerAuthentication };
const kindSchema = z.looseObject({ kind: z.string(), metadata: z.object({ name: z.string() }) });
const kustomizationSchema = z.object({
  resources: z.array(z.string()),
  images: z.array(z.object({ name: z.string() })),
});

const read = async (file: string): Promise<unknown> => parse(await readFile(file, 'utf8'));
const { resources, images } = kustomizationSchema.parse(await read(`${base}/kustomization.yaml`));
const manifests = await Promise.all(
  resources.map(async (file) => ({ file, manifest: kindSchema.parse(await read(`${base}/${file}`)) })),
);
const named = (kind: string, name: string): unknown =>
  manifests.find(({ manifest }) => manifest.kind === kind && manifest.metadata.name === name)?.manifest;

/** @throws Error of the schema that names what is wrong. */
function validate(manifest: z.infer<typeof kindSchema>): void {
  const Model = new Map<string, new (data: never) => { validate(): void }>(Object.entries(models)).get(manifest.kind);
  if (Model === undefined) throw new Error(`No schema of ${manifest.kind} is known here.`);
  // What the schema is to find out.
  new Model(manifest as never).validate();
}

test('every manifest is one of the deployment', async () => {
  const written = (await readdir(base)).filter((file) => file !== 'kustomization.yaml');
  expect(written.toSorted()).toEqual(resources.toSorted());
});

test.each(manifests)('$file is what the schema of its kind says', ({ manifest }) => {
  expect(() => validate(manifest)).not.toThrow();
  const broken: unknown = JSON.parse(
    JSON.stringify(manifest).replace('"metadata":{"name":', '"metadata":{"name":[1],"was":'),
  );
  expect(() => validate(kindSchema.extend({ metadata: z.any() }).parse(broken))).toThrow();
});

const deploymentSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.looseObject({
        securityContext: z.object({ runAsNonRoot: z.boolean(), runAsUser: z.number() }),
        containers: z.array(
          z.looseObject({
            name: z.string(),
            image: z.string(),
            securityContext: z.unknown(),
            resources: z.object({ limits: z.record(z.string(), z.string()) }),
            volumeMounts: z.array(z.object({ mountPath: z.string() })),
          }),
        ),
      }),
    }),
  }),
});

describe.each(['functions', 'speech'])('%s', (name) => {
  const pod = deploymentSchema.parse(named('Deployment', name)).spec.template.spec;
  const [container] = pod.containers;

  test('is not root, on a file system that it cannot write, within limits', () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.resources.limits).toHaveProperty('memory');
    expect(images.map((image) => image.name)).toContain(container?.image);
  });

  test('says when it is ready, and ends what is under way before it ends', () => {
    expect(container).toMatchObject({ startupProbe: {}, readinessProbe: {}, livenessProbe: {} });
    expect(pod.terminationGracePeriodSeconds).toBe(600);
  });

  test('is scaled by what waits for it, reached under its name, and by few', () => {
    expect(named('ScaledObject', name)).toMatchObject({ spec: { scaleTargetRef: { name } } });
    expect(named('Service', name)).toMatchObject({ spec: { selector: { app: name } } });
    expect(named('NetworkPolicy', name)).toMatchObject({ spec: { podSelector: { matchLabels: { app: name } } } });
  });
});

test('speech reaches nobody', () => {
  expect(named('NetworkPolicy', 'speech')).toMatchObject({ spec: { policyTypes: ['Ingress', 'Egress'], egress: [] } });
});

test('jobs are counted in the queue in which they wait, speech by figures that it gives', async () => {
  const queues = await readFile('infra/servicebus.json', 'utf8');
  expect(named('ScaledObject', 'functions')).toMatchObject({
    spec: { triggers: [{ metadata: { queueName: 'lesson-jobs' } }, {}] },
  });
  expect(queues).toContain('"lesson-jobs"');
  const figures = await readFile('speech/http/tally.ts', 'utf8');
  for (const [figure] of JSON.stringify(named('ScaledObject', 'speech')).matchAll(/speech_\w+/g))
    expect(figures).toContain(`'${figure}'`);
});

test('the settings are ones that the app takes', () => {
  const { data } = z.object({ data: z.record(z.string(), z.string()) }).parse(named('ConfigMap', 'askwell'));
  const ofTheSecret = { AskwellStorage: 'a', AskwellServiceBus: 'b', COSMOS_CONNECTION: 'c' };
  expect(readConfig({ ...ofTheSecret, ...data })).toMatchObject({
    SIGN_IN: 'entra',
    SPEAKERS: 'off',
    SPEECH_SERVICE_URL: 'http://speech:9000',
    SPEECH_MODEL: 'whisper-small',
    SPEECH_PARALLEL: 16,
  });
});

test('with a GPU the same service is put on nodes that have one', async () => {
  const { kind, metadata, spec } = z
    .looseObject({ kind: z.string(), metadata: z.object({ name: z.string() }), spec: z.unknown() })
    .parse(await read('deploy/kubernetes/gpu/speech.yaml'));
  expect(named(kind, metadata.name)).toBeDefined();
  expect(spec).toMatchObject({
    template: {
      spec: {
        nodeSelector: { 'nvidia.com/gpu.present': 'true' },
        containers: [{ name: 'speech', resources: { limits: { 'nvidia.com/gpu': '1' } } }],
      },
    },
  });
});
