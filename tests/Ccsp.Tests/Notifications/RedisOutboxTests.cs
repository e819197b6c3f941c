using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>The outbox on a real server.</summary>
public sealed class RedisOutboxTests(OneServer server) : OutboxConformance(server.Room()), IClassFixture<OneServer>;
