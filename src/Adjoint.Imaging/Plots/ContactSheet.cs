using Adjoint.Data;
using SkiaSharp;

namespace Adjoint.Imaging.Plots;

/// <summary>One place of a <see cref="ContactSheet"/>.</summary>
/// <param name="Picture">The picture; it is shown pixel by pixel, in 8 bits.</param>
/// <param name="Caption">A line above it, for example “network 27.9 dB”; may be empty.</param>
public sealed record ContactSheetTile(Picture Picture, string Caption);

/// <summary>Puts pictures side by side under captions, in rows, to compare them by eye.</summary>
public static class ContactSheet
{
    private const int Margin = 10;
    private const float TextSize = 16;
    private const int CaptionHeight = 24;
    private const byte Background = 255;

    /// <summary>
    /// Draws rows of pictures in columns that line up, on white. Pixels are neither scaled nor blended (except that what is not
    /// opaque lets the white through), so that details and noise show as they are.
    /// </summary>
    /// <param name="rows">The rows; they may have different numbers of pictures, grey and colour, of different sizes.</param>
    /// <returns>A colour picture of 8 bits.</returns>
    /// <exception cref="ArgumentException">There is no picture, or the sheet would be too large.</exception>
    public static Picture Draw(IReadOnlyList<IReadOnlyList<ContactSheetTile>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        if (columns == 0)
        {
            throw new ArgumentException("A contact sheet has at least one picture.", nameof(rows));
        }

        using SKFont font = new(PlotFont.Typeface, TextSize);
        int[] widths = [.. Enumerable.Range(0, columns).Select(c => rows.Where(row => c < row.Count).Max(row => Width(row[c], font)))];
        int[] heights = [.. rows.Select(row => row.Count == 0 ? 0 : row.Max(tile => tile.Picture.Height))];
        int captions = rows.Any(row => row.Any(tile => tile.Caption.Length > 0)) ? CaptionHeight : 0;
        long width = Margin + widths.Sum(w => (long)w + Margin);
        long height = Margin + heights.Sum(h => (long)h + captions + Margin);
        if (width * height * 3 > Array.MaxLength)
        {
            throw new ArgumentException($"A contact sheet of {height}×{width} pixels is too large; use fewer or smaller pictures.", nameof(rows));
        }

        byte[] sheet = new byte[width * height * 3];
        sheet.AsSpan().Fill(Background);
        int top = Margin;
        for (int r = 0; r < rows.Count; r++)
        {
            int left = Margin;
            for (int c = 0; c < rows[r].Count; c++)
            {
                ContactSheetTile tile = rows[r][c];
                if (tile.Caption.Length > 0)
                {
                    DrawCaption(sheet, (int)width, top, left, widths[c], tile.Caption, font);
                }

                DrawPicture(sheet, (int)width, top + captions, left + ((widths[c] - tile.Picture.Width) / 2), tile.Picture);
                left += widths[c] + Margin;
            }

            top += captions + heights[r] + Margin;
        }

        return new Picture((int)height, (int)width, 3, sheet);
    }

    /// <summary>Draws pictures in one row; see <see cref="Draw(IReadOnlyList{IReadOnlyList{ContactSheetTile}})"/>.</summary>
    /// <param name="tiles">The pictures with their captions.</param>
    /// <exception cref="ArgumentException">There is no picture, or the sheet would be too large.</exception>
    public static Picture Draw(params IReadOnlyList<ContactSheetTile> tiles) => Draw([tiles]);

    /// <summary>A part of a picture, each pixel of it repeated as a square (nearest neighbour): a zoom to put beside the whole.</summary>
    /// <param name="picture">The picture; its opacity is left behind.</param>
    /// <param name="top">The part's first row.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="factor">How many rows and columns a pixel becomes; at least 1.</param>
    /// <returns>A picture of 8 bits with as many channels.</returns>
    /// <exception cref="ArgumentException">The part is empty or not within the picture, the factor is not positive, or the result is too large.</exception>
    public static Picture Enlarge(Picture picture, int top, int left, int height, int width, int factor)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (top < 0 || left < 0 || height < 1 || width < 1 || top > picture.Height - height || left > picture.Width - width)
        {
            throw new ArgumentException(
                $"A part of {height}×{width} at row {top}, column {left} is not within a picture of {picture.Height}×{picture.Width}.", nameof(top));
        }

        int channels = picture.Channels;
        if ((Int128)height * factor * width * factor * channels > Array.MaxLength)
        {
            throw new ArgumentException($"{height}×{width} pixels, {factor} times as large, are too many.", nameof(factor));
        }

        int row = width * factor * channels;
        byte[] samples = new byte[height * factor * row];
        byte[] buffer = new byte[picture.Width * channels];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> source = Samples.Row(picture, top + y, buffer).Slice(left * channels, width * channels);
            Span<byte> line = samples.AsSpan(y * factor * row, row);
            for (int x = 0; x < width * factor; x++)
            {
                source.Slice(x / factor * channels, channels).CopyTo(line[(x * channels)..]);
            }

            for (int copy = 1; copy < factor; copy++)
            {
                line.CopyTo(samples.AsSpan(((y * factor) + copy) * row));
            }
        }

        return new Picture(height * factor, width * factor, channels, samples);
    }

    private static int Width(ContactSheetTile tile, SKFont font) =>
        Math.Max(tile.Picture.Width, tile.Caption.Length == 0 ? 0 : (int)MathF.Ceiling(font.MeasureText(OneLine(tile.Caption))) + 2);

    private static string OneLine(string caption) => caption.ReplaceLineEndings(" ");

    private static void DrawCaption(byte[] sheet, int sheetWidth, int top, int left, int width, string caption, SKFont font)
    {
        using SKBitmap strip = new(new SKImageInfo(width, CaptionHeight, SKColorType.Gray8, SKAlphaType.Opaque));
        using SKCanvas canvas = new(strip);
        using SKPaint paint = new() { Color = SKColors.Black, IsAntialias = true };
        canvas.Clear(SKColors.White);
        canvas.DrawText(OneLine(caption), width / 2f, CaptionHeight - 7, SKTextAlign.Center, font, paint);
        canvas.Flush();
        for (int y = 0; y < CaptionHeight; y++)
        {
            ReadOnlySpan<byte> line = strip.GetPixelSpan().Slice(y * strip.RowBytes, width);
            for (int x = 0; x < width; x++)
            {
                sheet.AsSpan((((top + y) * sheetWidth) + left + x) * 3, 3).Fill(line[x]);
            }
        }
    }

    private static void DrawPicture(byte[] sheet, int sheetWidth, int top, int left, Picture picture)
    {
        byte[] buffer = new byte[picture.Width * picture.Channels];
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> row = Samples.Row(picture, y, buffer);
            Span<byte> line = sheet.AsSpan((((top + y) * sheetWidth) + left) * 3, picture.Width * 3);
            for (int x = 0; x < picture.Width; x++)
            {
                ReadOnlySpan<byte> pixel = row.Slice(x * picture.Channels, picture.Channels);
                int opacity = picture.Alpha is { } alpha ? alpha.Span[(y * picture.Width) + x] : ushort.MaxValue;
                for (int c = 0; c < 3; c++)
                {
                    int value = pixel[picture.Channels == 3 ? c : 0];
                    line[(3 * x) + c] = (byte)(Background + ((((value - Background) * opacity) - (ushort.MaxValue / 2)) / ushort.MaxValue));
                }
            }
        }
    }
}
