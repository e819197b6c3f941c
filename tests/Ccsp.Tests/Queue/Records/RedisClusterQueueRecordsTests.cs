using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.Queue.Records;

public sealed class RedisClusterQueueRecordsTests(ThreeNodes cluster) : RedisQueueRecordsConformance(cluster), IClassFixture<ThreeNodes>;
