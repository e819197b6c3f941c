using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Every kind of record that is migrated, and the numbers of all.</summary>
internal static class MigratedRecords
{
    public static IReadOnlyList<IRecordKind> Kinds { get; } =
        [LoginRecords.States, EventCursor.Kind, InstanceKeys.Kind, GithubRecords.Issues, .. OutboxRecords.Kinds];

    public static IEnumerable<IRecords> Of(IRecordBackend backend) => Of(backend, Kinds);

    public static IEnumerable<IRecords> Of(IRecordBackend backend, IReadOnlyList<IRecordKind> kinds) =>
        [.. kinds.Where(kind => kind.IsMigrated).Select(kind => new KindRecords(kind, backend)), new CounterRecords(backend)];
}
