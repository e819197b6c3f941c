namespace Ccsp.Tests.Notifications;

/// <summary>The outbox on a real file.</summary>
public sealed class SqliteOutboxTests() : OutboxConformance(shared: null);
