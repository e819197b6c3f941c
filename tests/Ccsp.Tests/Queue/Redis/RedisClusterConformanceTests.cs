using Xunit;

namespace Ccsp.Tests.Queue.Redis;

public sealed class RedisClusterConformanceTests(ThreeNodes cluster) : RedisConformance(cluster), IClassFixture<ThreeNodes>;
