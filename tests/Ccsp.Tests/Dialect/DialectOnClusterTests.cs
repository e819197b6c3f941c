using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.Dialect;

public sealed class DialectOnClusterTests(ThreeNodes cluster) : DialectOnRedis(cluster), IClassFixture<ThreeNodes>;
