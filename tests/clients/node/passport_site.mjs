// An Express site whose visitors sign in with passport-hubspot-oauth2, on the port of its first argument.
import express from 'express'
import session from 'express-session'
import passport from 'passport'
import HubSpot from 'passport-hubspot-oauth2'
import { hear } from './dialogue.mjs'

const port = Number(process.argv[2])
const callbackURL = `http://127.0.0.1:${port}/auth/hubspot/callback`
const scope = ['oauth', 'crm.objects.contacts.read']

passport.use(
  new HubSpot.Strategy({ ...(await hear()), callbackURL, scope, state: true }, (access, refresh, profile, finish) =>
    finish(null, { provider: profile.provider, email: profile.user, hub: profile.hub_id, refreshes: Boolean(refresh) }),
  ),
)
passport.serializeUser((user, finish) => finish(null, user))
passport.deserializeUser((user, finish) => finish(null, user))

const site = express()
site.use(session({ secret: 'a site that lives for one test', resave: false, saveUninitialized: false }))
site.use(passport.session())
site.get('/auth/hubspot', passport.authenticate('hubspot'))
site.get('/auth/hubspot/callback', passport.authenticate('hubspot', { successRedirect: '/me', failureRedirect: '/no' }))
site.get('/me', (request, response) => response.json(request.user ?? null))
site.get('/no', (request, response) => response.status(403).json(null))
site.listen(port, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ listening: port })}\n`))
