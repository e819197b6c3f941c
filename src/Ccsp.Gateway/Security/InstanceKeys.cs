using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Security;

/// <summary>The keys of one instance's data folder. They are published again at its start, so they need not be moved with a
/// store.</summary>
internal sealed record InstanceKeys(string Instance, IReadOnlyList<StoredKey> Keys)
{
    public static RecordKind<InstanceKeys> Kind { get; } =
        new("instance-keys", KeyJson.Default.InstanceKeys, instance => instance.Instance) { IsMigrated = false };
}
