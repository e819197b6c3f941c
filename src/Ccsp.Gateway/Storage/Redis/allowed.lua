-- allowed: stands before every script. A command that is refused in the middle of a script would leave half of what it writes, so they are asked for
-- before the first one. Servers before 7.0 cannot be asked.
local function refused(names)
  if not redis.acl_check_cmd then return nil end
  for _, name in ipairs(names) do
    if not redis.acl_check_cmd(name, KEYS[1], KEYS[1]) then
      return redis.error_reply("NOPERM this user has no permissions to run the '" .. string.lower(name) .. "' command")
    end
  end
end
