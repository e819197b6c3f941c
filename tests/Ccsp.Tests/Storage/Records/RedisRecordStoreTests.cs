using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

/// <summary>Records on a real server.</summary>
public sealed class RedisRecordStoreTests(OneServer server) : RedisRecordStoreConformance(server), IClassFixture<OneServer>;
