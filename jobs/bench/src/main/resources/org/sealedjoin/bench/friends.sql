-- The friends job under the default policies as plain SQL, for engines that are compared with ours. Each statement begins with a line that
-- says what becomes of its rows: a view, a table that later statements read, or an output. Engines differ in {token:phone,region} and in
-- how they write instants. Rows that the input check of ours rejects are left out first.

-- stage input
-- view users
SELECT user_id, phone, region, status, phone_verified_at
FROM messaging_users
WHERE phone IS NOT NULL AND status IN ('active', 'deleted', 'banned');

-- view accounts
SELECT account_id, region, discoverable_by_phone, birth_date, status
FROM social_accounts
WHERE status IN ('active', 'disabled', 'memorialized', 'deleted');

-- view phones
SELECT account_id, phone, region, phone_use, verified_at
FROM account_phones
WHERE phone IS NOT NULL AND phone_use IN ('profile', 'two_factor');

-- Who agreed to what: the newest decision is a yes to terms that were announced by then and hold. A decision that contradicts itself is a no.
-- stage consent
-- table allowed
WITH seen AS (
  SELECT DISTINCT event_id, platform, subject_id, purpose, decision, terms_version, occurred_at, recorded_at
  FROM consent_events
  WHERE recorded_at <= {executed_at}
), contradicted AS (
  SELECT event_id FROM seen GROUP BY event_id HAVING count(*) > 1
), said AS (
  SELECT s.platform, s.subject_id, s.purpose, s.recorded_at, s.terms_version,
         least(s.occurred_at, s.recorded_at) AS said_at,
         s.decision = 'grant' AND c.event_id IS NULL AS grants
  FROM seen s LEFT JOIN contradicted c ON c.event_id = s.event_id
), judged AS (
  SELECT s.platform, s.subject_id, s.purpose, s.said_at,
         s.grants AND coalesce(t.announced_at <= s.said_at AND t.effective_at <= {as_of}, false) AS counts
  FROM said s LEFT JOIN terms t ON t.terms_version = s.terms_version
  WHERE NOT s.grants OR s.recorded_at <= {as_of}
), answers AS (
  SELECT platform, subject_id, purpose,
         max(CASE WHEN counts THEN said_at END) AS yes_at,
         max(CASE WHEN NOT counts THEN said_at END) AS no_at
  FROM judged
  GROUP BY platform, subject_id, purpose
), people AS (
  SELECT 'messaging' AS platform, user_id AS subject_id, status, 0 AS born FROM users
  UNION ALL
  SELECT 'social', account_id, status, year(birth_date) * 10000 + month(birth_date) * 100 + day(birth_date) FROM accounts
)
SELECT a.platform, a.subject_id, a.purpose
FROM answers a JOIN people p ON p.platform = a.platform AND p.subject_id = a.subject_id
WHERE a.yes_at IS NOT NULL AND (a.no_at IS NULL OR a.yes_at > a.no_at)
  AND (p.status = 'active' OR a.purpose = 'safety' AND p.status IN ('banned', 'disabled'))
  AND (a.purpose <> 'ads' OR {today} - p.born >= 180000);

-- stage links
-- table user_tokens
SELECT user_id, {token:phone,region} AS token, phone_verified_at FROM users;

-- table account_tokens
SELECT account_id, {token:phone,region} AS token, phone_use, verified_at FROM phones;

-- table release_tokens
SELECT {token:phone,NULL} AS token, released_at FROM number_releases;

-- A number that more than a hundred claim is nobody's.
-- table held
WITH crowded AS (
  SELECT token FROM user_tokens WHERE token IS NOT NULL GROUP BY token HAVING count(*) > 100
), claims AS (
  SELECT user_id, token, phone_verified_at, min(phone_verified_at) OVER (PARTITION BY token) AS first_at
  FROM user_tokens u
  WHERE token IS NOT NULL AND NOT EXISTS (SELECT 1 FROM crowded c WHERE c.token = u.token)
), cuts AS (
  SELECT token, phone_verified_at AS cut_at FROM claims WHERE phone_verified_at > first_at
  UNION ALL
  SELECT token, released_at FROM release_tokens WHERE token IS NOT NULL
)
SELECT u.user_id, u.token, u.phone_verified_at AS user_verified_at,
       max(CASE WHEN c.cut_at <= u.phone_verified_at THEN c.cut_at END) AS epoch_start,
       min(CASE WHEN c.cut_at > u.phone_verified_at THEN c.cut_at END) AS epoch_end
FROM claims u LEFT JOIN cuts c ON c.token = u.token
WHERE u.phone_verified_at <= {as_of}
GROUP BY u.user_id, u.token, u.phone_verified_at;

-- table linked
WITH crowded AS (
  SELECT token FROM account_tokens WHERE token IS NOT NULL GROUP BY token HAVING count(*) > 100
), given AS (
  SELECT account_id, token, verified_at,
         max(CASE WHEN phone_use = 'two_factor' THEN 1 ELSE 0 END) OVER (PARTITION BY account_id, token) AS two_factor
  FROM account_tokens a
  WHERE token IS NOT NULL AND NOT EXISTS (SELECT 1 FROM crowded c WHERE c.token = a.token)
), pairs AS (
  SELECT h.user_id, g.account_id, h.token, h.epoch_start, h.epoch_end, g.two_factor, h.user_verified_at,
         max(g.verified_at) AS account_verified_at
  FROM held h JOIN given g ON g.token = h.token
  WHERE g.verified_at <= {as_of}
    AND (h.epoch_start IS NULL OR g.verified_at >= h.epoch_start)
    AND (h.epoch_end IS NULL OR g.verified_at < h.epoch_end)
  GROUP BY h.user_id, g.account_id, h.token, h.epoch_start, h.epoch_end, g.two_factor, h.user_verified_at
), scoped AS (
  SELECT 'profile' AS scope, p.* FROM pairs p WHERE two_factor = 0
  UNION ALL
  SELECT 'safety' AS scope, p.* FROM pairs p
), rivalled AS (
  SELECT s.*,
         row_number() OVER (PARTITION BY scope, user_id ORDER BY account_verified_at DESC) AS place_of_account,
         lead(account_verified_at) OVER (PARTITION BY scope, user_id ORDER BY account_verified_at DESC) AS next_account_at,
         row_number() OVER (PARTITION BY scope, account_id ORDER BY user_verified_at DESC) AS place_of_user,
         lead(user_verified_at) OVER (PARTITION BY scope, account_id ORDER BY user_verified_at DESC) AS next_user_at
  FROM scoped s
)
SELECT scope, user_id, account_id, token, epoch_start, epoch_end,
       greatest(user_verified_at, account_verified_at) AS linked_since
FROM rivalled
WHERE place_of_account = 1 AND (next_account_at IS NULL OR next_account_at <= account_verified_at - INTERVAL '30' DAY)
  AND place_of_user = 1 AND (next_user_at IS NULL OR next_user_at <= user_verified_at - INTERVAL '30' DAY);

-- table agreed
SELECT u.purpose, l.user_id, l.account_id, l.linked_since, l.token, l.epoch_start, l.epoch_end
FROM linked l
JOIN allowed u ON u.platform = 'messaging' AND u.subject_id = l.user_id
JOIN allowed a ON a.platform = 'social' AND a.subject_id = l.account_id AND a.purpose = u.purpose
WHERE (l.scope = 'safety') = (u.purpose = 'safety');

-- output internal/account_links
SELECT purpose, user_id, account_id, linked_since FROM agreed;

-- drop held

-- stage contact edges
-- table pairs
WITH holders AS (
  SELECT DISTINCT user_id, token, epoch_start, epoch_end FROM agreed WHERE purpose IN ('friends', 'safety')
), books AS (
  SELECT c.owner_user_id, c.added_at, {token:c.contact_phone,u.region} AS token
  FROM messaging_contacts c JOIN users u ON u.user_id = c.owner_user_id
  WHERE c.contact_phone IS NOT NULL AND (c.added_at IS NULL OR c.added_at <= {as_of})
)
SELECT b.owner_user_id, h.user_id AS contact_user_id,
       bool_or(CASE
         WHEN h.epoch_start IS NULL AND h.epoch_end IS NULL THEN true
         WHEN b.added_at IS NULL THEN false
         ELSE (h.epoch_start IS NULL OR b.added_at >= h.epoch_start) AND (h.epoch_end IS NULL OR b.added_at < h.epoch_end)
       END) AS in_epoch,
       bool_or(b.added_at IS NULL OR b.added_at >= {oldest_entry}) AS recent
FROM books b JOIN holders h ON h.token = b.token
WHERE b.owner_user_id <> h.user_id
GROUP BY b.owner_user_id, h.user_id;

-- table edges
WITH hubs AS (
  SELECT contact_user_id FROM pairs GROUP BY contact_user_id HAVING count(*) > 500
)
SELECT o.purpose, o.account_id, c.account_id AS contact_account_id
FROM pairs p
JOIN agreed o ON o.user_id = p.owner_user_id AND o.purpose IN ('friends', 'safety')
JOIN agreed c ON c.user_id = p.contact_user_id AND c.purpose = o.purpose
LEFT JOIN hubs h ON h.contact_user_id = p.contact_user_id
WHERE p.in_epoch AND (o.purpose = 'safety' OR p.recent AND h.contact_user_id IS NULL);

-- output internal/contact_edges
SELECT purpose, account_id, contact_account_id FROM edges;

-- drop pairs

-- Whom somebody blocked, and accounts that give one number: two faces of one person, perhaps.
-- stage blocks
-- table blocks
WITH identities AS (
  SELECT user_id, account_id FROM linked WHERE scope = 'profile'
), claims AS (
  SELECT token, account_id FROM account_tokens WHERE token IS NOT NULL AND phone_use = 'profile'
), crowded AS (
  SELECT token FROM claims GROUP BY token HAVING count(*) > 100
), given AS (
  SELECT token, account_id FROM claims a WHERE NOT EXISTS (SELECT 1 FROM crowded c WHERE c.token = a.token)
)
SELECT i.account_id, j.account_id AS blocked_account_id
FROM messaging_blocks b
JOIN identities i ON i.user_id = b.user_id
JOIN identities j ON j.user_id = b.blocked_user_id
UNION
SELECT account_id, blocked_account_id FROM social_blocks
UNION
SELECT g.account_id, o.account_id FROM given g JOIN given o ON o.token = g.token WHERE g.account_id <> o.account_id;

-- drop user_tokens
-- drop account_tokens
-- drop linked

-- stage connections
-- view members
SELECT subject_id AS account_id FROM allowed WHERE platform = 'social' AND purpose = 'friends';

-- table connections
WITH one_way AS (
  SELECT account_id, contact_account_id AS neighbour_id, false AS friend, true AS made, false AS received
  FROM edges WHERE purpose = 'friends'
  UNION ALL
  SELECT f.account_id, f.friend_account_id, true, false, false
  FROM social_friendships f
  JOIN members m ON m.account_id = f.account_id
  JOIN members n ON n.account_id = f.friend_account_id
  WHERE (f.since IS NULL OR f.since <= {as_of}) AND f.account_id <> f.friend_account_id
), both_ways AS (
  SELECT account_id, neighbour_id, friend, made, received FROM one_way
  UNION ALL
  SELECT neighbour_id, account_id, friend, received, made FROM one_way
)
SELECT account_id, neighbour_id, bool_or(friend) AS friend, bool_or(made) AS made, bool_or(received) AS received
FROM both_ways
GROUP BY account_id, neighbour_id;

-- drop edges

-- stage suggestions
-- table people
SELECT a.account_id, a.region, a.discoverable_by_phone AS discoverable,
       {today} - (year(a.birth_date) * 10000 + month(a.birth_date) * 100 + day(a.birth_date)) >= 180000 AS adult
FROM accounts a JOIN members m ON m.account_id = a.account_id
WHERE a.birth_date IS NOT NULL;

-- table degrees
SELECT account_id, count(*) AS degree FROM connections WHERE friend OR made AND received GROUP BY account_id;

-- What a third person counts, in millionths, so that sums do not depend on their order.
-- table steps
SELECT c.account_id AS through, c.neighbour_id AS person, p.adult, c.friend,
       round(1e6 / ln(greatest(d.degree, 2))) AS adamic_adar,
       round(1e6 / sqrt(d.degree)) AS damped,
       round(1e6 / d.degree) AS allocation
FROM connections c
JOIN degrees d ON d.account_id = c.account_id
JOIN people p ON p.account_id = c.neighbour_id
WHERE (c.friend OR c.made AND c.received) AND d.degree <= 1000;

-- table evidence
WITH paths AS (
  SELECT l.person AS a, r.person AS b, l.friend AND r.friend AS by_friend, l.adamic_adar, l.damped, l.allocation
  FROM steps l JOIN steps r ON r.through = l.through AND r.adult = l.adult
  WHERE l.person < r.person
), thirds AS (
  SELECT a, b,
         sum(CASE WHEN by_friend THEN 1e0 ELSE 0e0 END) AS friends,
         sum(CASE WHEN by_friend THEN adamic_adar ELSE 0e0 END) AS friends_adamic_adar,
         sum(CASE WHEN by_friend THEN damped ELSE 0e0 END) AS friends_damped,
         sum(CASE WHEN by_friend THEN allocation ELSE 0e0 END) AS friends_allocation,
         sum(CASE WHEN by_friend THEN 0e0 ELSE 1e0 END) AS contacts,
         sum(CASE WHEN by_friend THEN 0e0 ELSE adamic_adar END) AS contacts_adamic_adar,
         sum(CASE WHEN by_friend THEN 0e0 ELSE damped END) AS contacts_damped,
         sum(CASE WHEN by_friend THEN 0e0 ELSE allocation END) AS contacts_allocation
  FROM paths
  GROUP BY a, b
), known AS (
  SELECT c.account_id AS a, c.neighbour_id AS b, c.friend, c.made, c.received
  FROM connections c
  JOIN people p ON p.account_id = c.account_id
  JOIN people q ON q.account_id = c.neighbour_id AND q.adult = p.adult
  WHERE c.account_id < c.neighbour_id
)
SELECT coalesce(t.a, k.a) AS a, coalesce(t.b, k.b) AS b,
       coalesce(t.friends, 0e0) AS friends,
       coalesce(t.friends_adamic_adar, 0e0) AS friends_adamic_adar,
       coalesce(t.friends_damped, 0e0) AS friends_damped,
       coalesce(t.friends_allocation, 0e0) AS friends_allocation,
       coalesce(t.contacts, 0e0) AS contacts,
       coalesce(t.contacts_adamic_adar, 0e0) AS contacts_adamic_adar,
       coalesce(t.contacts_damped, 0e0) AS contacts_damped,
       coalesce(t.contacts_allocation, 0e0) AS contacts_allocation,
       coalesce(k.made, false) AS made, coalesce(k.received, false) AS received
FROM thirds t FULL OUTER JOIN known k ON k.a = t.a AND k.b = t.b
WHERE NOT coalesce(k.friend, false)
  AND (k.made AND k.received OR t.friends > 0 OR t.contacts >= 2);

-- drop steps
-- drop connections

-- table excluded
SELECT account_id, friend_account_id AS suggested_account_id FROM social_friendships WHERE since > {as_of}
UNION
SELECT friend_account_id, account_id FROM social_friendships WHERE since > {as_of}
UNION
SELECT account_id, blocked_account_id FROM blocks
UNION
SELECT blocked_account_id, account_id FROM blocks
UNION
SELECT account_id, suggested_account_id FROM suggestion_feedback WHERE outcome = 'dismissed';

-- table shown
SELECT account_id, suggested_account_id, count(*) AS times
FROM suggestion_feedback f
WHERE outcome = 'shown' AND f.at <= {as_of}
GROUP BY account_id, suggested_account_id;

-- output products/friend_suggestions
WITH ways AS (
  SELECT a AS account_id, b AS suggested_account_id, received AND NOT made AS by_suggested, e.* FROM evidence e
  UNION ALL
  SELECT b, a, made AND NOT received, e.* FROM evidence e
), described AS (
  SELECT w.account_id, w.suggested_account_id, w.friends, w.made AND w.received AS mutual,
         {intercept}
         + {weight:shared_friends} * w.friends
         + {weight:shared_friends_adamic_adar} * (w.friends_adamic_adar / 1e6)
         + {weight:shared_friends_damped} * (w.friends_damped / 1e6)
         + {weight:shared_friends_allocation} * (w.friends_allocation / 1e6)
         + {weight:shared_contacts} * w.contacts
         + {weight:shared_contacts_adamic_adar} * (w.contacts_adamic_adar / 1e6)
         + {weight:shared_contacts_damped} * (w.contacts_damped / 1e6)
         + {weight:shared_contacts_allocation} * (w.contacts_allocation / 1e6)
         + {weight:mutual_entry} * CASE WHEN w.made AND w.received THEN 1e0 ELSE 0e0 END
         + {weight:entry_by_suggested} * CASE WHEN w.by_suggested THEN 1e0 ELSE 0e0 END
         + {weight:log_connections_of_suggested} * ln(1e0 + d.degree)
         + {weight:same_region} * CASE WHEN q.region = p.region THEN 1e0 ELSE 0e0 END
         + {weight:log_impressions} * ln(1e0 + coalesce(s.times, 0)) AS log_odds
  FROM ways w
  JOIN people p ON p.account_id = w.account_id
  JOIN people q ON q.account_id = w.suggested_account_id AND q.discoverable
  JOIN degrees d ON d.account_id = w.suggested_account_id
  LEFT JOIN shown s ON s.account_id = w.account_id AND s.suggested_account_id = w.suggested_account_id
  WHERE NOT EXISTS (
    SELECT 1 FROM excluded x WHERE x.account_id = w.account_id AND x.suggested_account_id = w.suggested_account_id)
), scored AS (
  SELECT account_id, suggested_account_id, friends, mutual,
         1e0 / (1e0 + exp(-greatest(-3e1, least(3e1, log_odds)))) AS score
  FROM described
), ranked AS (
  SELECT s.*, row_number() OVER (PARTITION BY account_id ORDER BY score DESC, suggested_account_id) AS place
  FROM scored s
)
SELECT account_id, suggested_account_id, CAST(place AS INT) AS rank, score,
       CASE WHEN mutual THEN 'in_your_contacts' WHEN friends > 0 THEN 'shared_friends' ELSE 'shared_contacts' END AS reason
FROM ranked
WHERE place <= 50;
