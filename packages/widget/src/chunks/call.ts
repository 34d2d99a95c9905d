export { callMemory, createCall, openDevices } from '@theke/call';
