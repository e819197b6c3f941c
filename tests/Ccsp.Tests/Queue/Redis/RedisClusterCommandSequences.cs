using Xunit;

namespace Ccsp.Tests.Queue.Redis;

public sealed class RedisClusterCommandSequences(ThreeNodes cluster) : RedisSequences(cluster), IClassFixture<ThreeNodes>;
