namespace Ccsp.Gateway.Tasks;

/// <summary>What a submission means where it is silent.</summary>
internal static class TaskDefaults
{
    public const string Agent = "default";

    public const string Engine = "claude";

    public const string Profile = "default";
}
