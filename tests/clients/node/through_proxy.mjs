// Preloaded before a client whose hosts are built in: this Node takes no notice of HTTPS_PROXY by itself.
import https from 'node:https'
import { HttpsProxyAgent } from 'https-proxy-agent'

https.globalAgent = new HttpsProxyAgent(process.env.HTTPS_PROXY)
