using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Security;

/// <summary>The keys of one instance; valid on all instances of the store.</summary>
internal sealed record InstanceKeys(string Instance, IReadOnlyList<StoredKey> Keys)
{
    public static RecordKind<InstanceKeys> Kind { get; } =
        new("instance-keys", KeyJson.Default.InstanceKeys, instance => instance.Instance);
}
