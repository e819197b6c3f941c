namespace Ccsp.Gateway.Processes;

internal static class ProcessesFeature
{
    /// <param name="dataDirectory">Holds the supervisor script.</param>
    /// <param name="reached">Called at every step of a start; tests inject faults there.</param>
    public static IServiceCollection AddProcesses(this IServiceCollection services, string dataDirectory, Action<string>? reached) =>
        services.AddSingleton(provider => Supervisors.Create(
            new SupervisorsOptions { DataDirectory = dataDirectory, Reached = reached },
            provider.GetRequiredService<TimeProvider>()));
}
