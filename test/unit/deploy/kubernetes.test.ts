import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorObject } from 'ajv';
import type { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { Service } from 'kubernetes-models/v1/Service';
import { validate as isStatefulSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet';
import { validate as isService } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as isPodDisruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import t from 'tap';
import { parseAllDocuments } from 'yaml';
import { image, projectFolder } from '../../support/deploy-image.ts';
import { auth, testApp } from '../../support/http-app.ts';
import { shutdownSumMs } from '../../support/shutdown-sum.ts';
import { witnessed } from '../../support/unread-keys.ts';

const folder = join(projectFolder, 'deploy/kubernetes');
const schemas = { StatefulSet: isStatefulSet, PodDisruptionBudget: isPodDisruptionBudget, Service: isService };
interface Models {
  readonly StatefulSet: StatefulSet;
  readonly PodDisruptionBudget: PodDisruptionBudget;
  readonly Service: Service;
}
type Kind = keyof Models;
type Manifest = { readonly apiVersion: string; readonly kind: Kind };

const manifests = readdirSync(folder).flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join('\n')}`);
    return { file, manifest: document.toJS() as Manifest };
  }),
);

/** The manifest of a kind, by the types of Kubernetes; its test holds it to the schema. */
function only<Name extends Kind>(kind: Name): Models[Name] {
  const found = manifests.filter(({ manifest }) => manifest.kind === kind);
  if (found.length !== 1) throw new Error(`There are ${found.length} manifests of the kind ${kind}.`);
  return found[0]?.manifest as unknown as Models[Name];
}

/** What is wrong with a manifest by the schema of its kind, the keys that the schema does not know among it. */
function faultsOf(manifest: Manifest): string[] {
  const { document, unread } = witnessed(manifest);
  const validate = schemas[manifest.kind];
  if (validate(document)) return unread();
  // The types of the package leave out where its validators put what they found.
  const errors = Reflect.get(validate, 'errors') as ErrorObject[];
  return errors.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const pod = only('StatefulSet').spec?.template.spec;
const container = pod?.containers[0];

t.test('every manifest fits the schema of its kind, and has no key that the schema does not know', async (t) => {
  t.strictSame(manifests.map(({ manifest }) => manifest.kind).toSorted(), ['PodDisruptionBudget', 'Service', 'StatefulSet']);
  for (const { file, manifest } of manifests) t.strictSame(faultsOf(manifest), [], file);
});

t.test('a key that is misspelt and a value of another type would be seen', async (t) => {
  const manifest = structuredClone(only('StatefulSet')) as unknown as Manifest & { spec: { template: { spec: object } } };
  Object.assign(manifest.spec.template.spec, { terminationGracePeriodSecond: 90 });
  t.strictSame(faultsOf(manifest), ['/spec/template/spec/terminationGracePeriodSecond']);
  Object.assign(manifest.spec, { replicas: 'one' });
  t.strictSame(faultsOf(manifest), ['/spec/replicas type']);
});

t.test('the pod is given longer than it waits and the shutdown takes', async (t) => {
  const command = container?.lifecycle?.preStop?.exec?.command ?? [];
  t.equal(command[0], 'sleep');
  t.ok((pod?.terminationGracePeriodSeconds ?? 0) * 1_000 > Number(command[1]) * 1_000 + shutdownSumMs() + 5_000);
});

t.test('the probes ask routes that there are, and a restart is decided by /livez alone', async (t) => {
  const { app } = await testApp(t);
  const { paths } = (await app.inject({ url: '/openapi.json', headers: auth })).json<{
    paths: Record<string, { get?: { security?: unknown[] } }>;
  }>();
  const { startupProbe, livenessProbe, readinessProbe } = container ?? {};
  for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
    t.strictSame(paths[probe?.httpGet?.path ?? '']?.get?.security, [], 'it is asked without a key');
    t.equal(probe?.httpGet?.port, container?.ports?.[0]?.name);
  }
  t.strictSame([startupProbe?.httpGet?.path, livenessProbe?.httpGet?.path, readinessProbe?.httpGet?.path], ['/livez', '/livez', '/readyz']);
  t.equal(String(container?.ports?.[0]?.containerPort), image().env['PORT']);
});

t.test('one pod has the volumes of the image to itself', async (t) => {
  const { spec } = only('StatefulSet');
  t.equal(spec?.replicas, 1);
  const claims = new Map(spec?.volumeClaimTemplates?.map((claim) => [claim.metadata?.name, claim.spec?.accessModes]));
  for (const path of image().volumes) {
    const mount = container?.volumeMounts?.find(({ mountPath }) => mountPath === path);
    t.strictSame(claims.get(mount?.name), ['ReadWriteOnce'], path);
  }
  t.equal(spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted, 'Retain');
});

t.test('it runs as the image’s user, without privileges, with the profile that the sandbox needs', async (t) => {
  t.equal(`${pod?.securityContext?.runAsUser}:${pod?.securityContext?.runAsGroup}`, image().user);
  t.equal(pod?.securityContext?.runAsNonRoot, true);
  t.equal(pod?.securityContext?.seccompProfile?.type, 'Localhost');
  t.strictSame(container?.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

t.test('the service and the budget mean this pod', async (t) => {
  const labels = only('StatefulSet').spec?.template.metadata?.labels;
  t.strictSame(only('Service').spec?.selector, labels);
  t.strictSame(only('PodDisruptionBudget').spec?.selector?.matchLabels, labels);
  t.equal(only('StatefulSet').spec?.serviceName, only('Service').metadata?.name);
  t.equal(only('Service').spec?.publishNotReadyAddresses, true, 'it is asked while its sessions come back');
});
