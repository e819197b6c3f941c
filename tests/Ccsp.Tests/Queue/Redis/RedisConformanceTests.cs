using Xunit;

namespace Ccsp.Tests.Queue.Redis;

public sealed class RedisConformanceTests(OneServer server) : RedisConformance(server), IClassFixture<OneServer>;
