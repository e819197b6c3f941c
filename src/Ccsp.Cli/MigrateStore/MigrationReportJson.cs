using System.Text.Json.Serialization;
using Ccsp.Gateway.StoreMigration;

namespace Ccsp.Cli.MigrateStore;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MigrationReport))]
internal sealed partial class MigrationReportJson : JsonSerializerContext;
