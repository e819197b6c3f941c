using Xunit;

namespace Ccsp.Tests.Queue.Redis;

public sealed class RedisCommandSequences(OneServer server) : RedisSequences(server), IClassFixture<OneServer>;
