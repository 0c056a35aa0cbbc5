using Adjoint.Data;
using Adjoint.Imaging.Plots;

namespace Adjoint.Imaging.Tests;

public class PlotTests
{
    [Fact]
    public void Curves_have_labels_in_ink()
    {
        Curve[] curves = [new("training", [1, 0.5, 0.25]), new("validation", [1.1, 0.6, 0.4])];
        Picture plain = TrainingCurves.Draw(curves, horizontal: "", vertical: "loss");
        Picture labelled = TrainingCurves.Draw(curves, horizontal: "epoch", vertical: "loss");
        Assert.Equal((600, 960, 3), (plain.Height, plain.Width, plain.Channels));

        // Only letters can make the lowest rows dark.
        Assert.InRange(DarkPixels(labelled, 575, 598), 60, 2000);
        Assert.Equal(0, DarkPixels(plain, 592, 600));
    }

    [Fact]
    public void The_axis_is_logarithmic_when_the_range_calls_for_it()
    {
        // On a logarithmic axis 1, 1/10, 1/100 is a straight line, as 2, 1, 0 is on a plain one; a value of 0 forbids it.
        Picture wide = TrainingCurves.Draw([new Curve("a", [1, 0.1, 0.01])], vertical: "y");
        Picture zero = TrainingCurves.Draw([new Curve("a", [1, 0.1, 0])], vertical: "y");
        Assert.False(wide.Bytes.SequenceEqual(zero.Bytes));
        Assert.InRange(CurvePixelsNear(wide, 0.5, 0.5), 1, int.MaxValue);
        Assert.Equal(0, CurvePixelsNear(zero, 0.5, 0.5));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_and_gaps_are_not()
    {
        Assert.Throws<ArgumentException>(() => TrainingCurves.Draw([]));
        Assert.Throws<ArgumentException>(() => TrainingCurves.Draw([new Curve("a", [1, 2], [1])]));
        Assert.Throws<ArgumentException>(() => TrainingCurves.Draw([new Curve("a", [1])], width: 10));
        Assert.Throws<PictureFormatException>(() => TrainingCurves.Write([new Curve("a", [1])], "curve.svg"));
        TrainingCurves.Draw([new Curve("none", []), new Curve("gaps", [double.NaN, 1, double.PositiveInfinity, 2]), new Curve("same", [3, 3])]);
    }

    [Fact]
    public void A_sheet_shows_each_pixel_under_its_caption()
    {
        Picture grey = TestPictures.Noise(5, 200, 1, 16, false);
        Picture color = TestPictures.Noise(9, 150, 3, 8, false);
        Picture sheet = ContactSheet.Draw(new ContactSheetTile(grey, "noisy input"), new ContactSheetTile(color, "target"));

        Assert.Equal((10 + 24 + 9 + 10, 10 + 200 + 10 + 150 + 10, 3), (sheet.Height, sheet.Width, sheet.Channels));
        Assert.InRange(DarkPixels(sheet, 10, 34), 50, 2000);
        Assert.Equal((grey.Words[3] + 128) / 257, PngTests.At(sheet, 34, 13, 1));
        Assert.Equal(color.Bytes[(((4 * 150) + 7) * 3) + 2], PngTests.At(sheet, 38, 227, 2));
        Assert.Equal(255, PngTests.At(sheet, 40, 13, 0));
    }

    [Fact]
    public void What_is_clear_shows_the_white_behind()
    {
        Picture sheet = ContactSheet.Draw(new ContactSheetTile(new Picture(1, 3, 1, [0, 0, 100], [0, 32768, 65535]), ""));
        Assert.Equal([255, 127, 100], [PngTests.At(sheet, 10, 10, 0), PngTests.At(sheet, 10, 11, 0), PngTests.At(sheet, 10, 12, 0)]);
    }

    [Fact]
    public void Enlarging_repeats_pixels()
    {
        Picture picture = new(2, 3, 1, [1, 2, 3, 4, 5, 6]);
        Picture zoom = ContactSheet.Enlarge(picture, 0, 1, 2, 2, 2);
        Assert.Equal((4, 4), (zoom.Height, zoom.Width));
        Assert.Equal([2, 2, 3, 3, 2, 2, 3, 3, 5, 5, 6, 6, 5, 5, 6, 6], zoom.Bytes.ToArray());
        Assert.Throws<ArgumentException>(() => ContactSheet.Enlarge(picture, 1, 0, 2, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Enlarge(picture, 0, 0, 1, 1, 0));
        Assert.Throws<ArgumentException>(() => ContactSheet.Draw(Array.Empty<ContactSheetTile>()));
    }

    private static int DarkPixels(Picture picture, int top, int bottom)
    {
        int count = 0;
        for (int y = top; y < bottom; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                count += PngTests.At(picture, y, x, 0) + PngTests.At(picture, y, x, 1) + PngTests.At(picture, y, x, 2) < 300 ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Clearly coloured pixels around a place, given in parts of the picture.</summary>
    private static int CurvePixelsNear(Picture picture, double down, double right)
    {
        (int row, int column) = ((int)(picture.Height * down), (int)(picture.Width * right));
        int count = 0;
        for (int y = row - 40; y < row + 40; y++)
        {
            for (int x = column - 60; x < column + 60; x++)
            {
                count += PngTests.At(picture, y, x, 2) - PngTests.At(picture, y, x, 0) > 80 ? 1 : 0;
            }
        }

        return count;
    }
}
