using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

/// <summary>Files with flipped bytes and cut ends: a picture or a <see cref="PictureFormatException"/> comes out, nothing else.</summary>
public class DamageTests
{
    public static TheoryData<PictureFormat, int, bool> Files() => new()
    {
        { PictureFormat.Png, 3, false }, { PictureFormat.Png, 1, true }, { PictureFormat.Jpeg, 3, false }, { PictureFormat.Jpeg, 1, false },
        { PictureFormat.Bmp, 3, true }, { PictureFormat.Bmp, 1, false },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Only_the_documented_exception_comes_out(PictureFormat format, int channels, bool alpha)
    {
        byte[] file = TestPictures.Encode(TestPictures.Noise(20, 30, channels, 8, alpha), format);
        int refused = 0;
        Random random = new(5);
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = file[..(i % 4 == 0 ? random.Next(file.Length) : file.Length)];
            for (int flips = random.Next(1, 4); flips > 0 && damaged.Length > 0; flips--)
            {
                // Half of the damage goes to the headers, where it does most.
                int place = random.Next(random.Next(2) == 0 ? Math.Min(700, damaged.Length) : damaged.Length);
                damaged[place] = (byte)random.Next(256);
            }

            try
            {
                Picture picture = PictureFile.Read(new MemoryStream(damaged), "damaged", maximumPixels: 10_000_000);
                Assert.True(picture.Height > 0 && picture.Width > 0);
            }
            catch (PictureFormatException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 100, 3000);
    }
}
