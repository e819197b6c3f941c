using Ccsp.Tests.Storage.Records;

namespace Ccsp.Tests.Notifications;

/// <summary>The outbox on records that are nowhere else; each store's records have a suite of their own.</summary>
public sealed class MemoryOutboxTests() : OutboxConformance(new MemoryRecordBackend());
