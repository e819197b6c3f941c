using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.LegacyRedisApi;

public sealed class LegacyRedisApiOnClusterTests(ThreeNodes cluster) : LegacyRedisApiConformance(cluster), IClassFixture<ThreeNodes>;
