using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

/// <summary>Records on a cluster, in a store of four shards.</summary>
public sealed class RedisClusterRecordStoreTests(ThreeNodes cluster) : RedisRecordStoreConformance(cluster), IClassFixture<ThreeNodes>;
