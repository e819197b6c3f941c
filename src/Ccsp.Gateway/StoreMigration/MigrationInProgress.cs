namespace Ccsp.Gateway.StoreMigration;

/// <summary>Runs cannot be moved: their supervisors look for them in the old store.</summary>
internal static class MigrationInProgress
{
    public static MigrationRefused Refused(IMigrationEndpoint end, long leases) => new(
        $"{leases} run{(leases == 1 ? " is" : "s are")} still under way in {end.Name}. Start its gateway with ccsp serve --drain and "
        + "stop it: it ends when they have ended. Then move the store.");
}
