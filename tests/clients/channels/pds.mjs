// The official Bluesky server on loopback, with one account, until standard input ends.
import { TestNetworkNoAppView } from '@atproto/dev-env'

const network = await TestNetworkNoAppView.create({})
await network.getSeedClient().createAccount('lore', {
  handle: 'lore.test', email: 'lore@example.org', password: process.env.PDS_PASSWORD,
})
console.log(`READY ${network.pds.url}`)
process.stdin.resume()
process.stdin.on('end', async () => { await network.close(); process.exit(0) })
