#!lua
return redis.error_reply("not made yet")
