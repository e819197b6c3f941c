using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.Queue.Records;

public sealed class RedisQueueRecordsTests(OneServer server) : RedisQueueRecordsConformance(server), IClassFixture<OneServer>;
