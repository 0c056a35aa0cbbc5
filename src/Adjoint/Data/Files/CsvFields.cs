using System.Text;

namespace Adjoint.Data.Files;

/// <summary>The fields of a row of text: separators between quotes belong to a field, and a doubled quote is one (RFC 4180, section 2).</summary>
internal static class CsvFields
{
    /// <summary>Splits a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="separator">What stands between fields.</param>
    /// <returns>The fields, without quotes and without the blanks around them; nothing where a quote is not closed.</returns>
    public static IReadOnlyList<string>? Split(string row, char separator)
    {
        if (!row.Contains('"'))
        {
            return [.. row.Split(separator).Select(field => field.Trim())];
        }

        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false, was = false, blank = true;
        for (int i = 0; i < row.Length; i++)
        {
            char c = row[i];
            if (quoted && c == '"' && i + 1 < row.Length && row[i + 1] == '"')
            {
                field.Append(row[i++]);
            }
            else if (quoted)
            {
                quoted = c != '"';
                field.Append(c);
                field.Length -= quoted ? 0 : 1;
            }
            else if (c == '"' && !was && blank)
            {
                field.Clear();
                (quoted, was) = (true, true);
            }
            else if (c == separator)
            {
                End();
            }
            else if (!was || !char.IsWhiteSpace(c))
            {
                field.Append(c);
                blank &= char.IsWhiteSpace(c);
            }
        }

        End();
        return quoted ? null : fields;

        void End()
        {
            fields.Add(was ? field.ToString() : field.ToString().Trim());
            field.Clear();
            (was, blank) = (false, true);
        }
    }
}
