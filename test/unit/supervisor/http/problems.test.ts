import createError from '@fastify/error';
import { WorkerTimeout } from '@whatsapp-service/supervisor/supervisor-errors.ts';
import { RemoteError } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import { problemOf } from '@whatsapp-service/supervisor/http/problem/problem.ts';
import t from 'tap';
import { auth, recordingServices, testApp } from '../../../support/http-app.ts';
