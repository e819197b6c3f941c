using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.LegacyRedisApi;

public sealed class LegacyRedisApiOnOneServerTests(OneServer server) : LegacyRedisApiConformance(server), IClassFixture<OneServer>;
