using System.Text;

namespace Ccsp.Cli.Results;

/// <summary>A run's output as text, normalized like the gateway does: LF line breaks, none at the end.</summary>
internal static class OutputText
{
    private const int PieceCharacters = 32 << 10;

    /// <param name="output">UTF-8, from its beginning.</param>
    /// <param name="take">Receives one piece after another; returns whether to continue.</param>
    public static void Read(Stream output, Func<ReadOnlyMemory<char>, bool> take)
    {
        output.Position = 0;
        using var reader = new StreamReader(
            output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false, PieceCharacters,
            leaveOpen: true);
        var (buffer, piece) = (new char[PieceCharacters], new StringBuilder(PieceCharacters));
        var (breaks, carriage) = (0L, false);
        int read;
        while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            foreach (var character in buffer.AsSpan(0, read))
            {
                if (carriage && character != '\n' && !Append('\r'))
                    return;
                carriage = character == '\r';
                if (character == '\n')
                    breaks++;
                else if (!carriage && !Append(character))
                    return;
            }
        }

        if ((!carriage || Append('\r')) && piece.Length > 0)
            take(piece.ToString().AsMemory());

        bool Append(char character)
        {
            for (; breaks > 0; breaks--)
            {
                if (!Put('\n'))
                    return false;
            }

            return Put(character);
        }

        bool Put(char character)
        {
            piece.Append(character);
            if (piece.Length < PieceCharacters)
                return true;
            var full = piece.ToString().AsMemory();
            piece.Clear();
            return take(full);
        }
    }
}
