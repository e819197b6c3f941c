using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.Dialect;

public sealed class DialectOnOneServerTests(OneServer server) : DialectOnRedis(server), IClassFixture<OneServer>;
