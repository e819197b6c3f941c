using Spectre.Console;

namespace Ccsp.Cli.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Whole">Never shortened, because people copy it, such as ids.</param>
/// <param name="MayGo">Omitted on a narrow terminal, starting with the last such column.</param>
/// <param name="Colour">A cell's colour, by its text.</param>
internal sealed record Column(string Head, bool Whole = false, bool MayGo = false, Func<string, Color?>? Colour = null);
