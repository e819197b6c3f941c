namespace Ccsp.Gateway.Processes;

/// <summary>Registers the supervision of process trees.</summary>
internal static class ProcessesFeature
{
    /// <param name="dataDirectory">Where the supervisor script is kept.</param>
    /// <param name="reached">Told of every step of a start, for faults at named steps.</param>
    public static IServiceCollection AddProcesses(this IServiceCollection services, string dataDirectory, Action<string>? reached) =>
        services.AddSingleton(provider => Supervisors.Create(
            new SupervisorsOptions { DataDirectory = dataDirectory, Reached = reached },
            provider.GetRequiredService<TimeProvider>()));
}
