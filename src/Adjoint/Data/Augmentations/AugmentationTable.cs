using Adjoint.Configuration;
using Adjoint.Data.Corruptions;

namespace Adjoint.Data.Augmentations;

/// <summary>The changes of pictures that training files may name. Add your own with <see cref="KindTable{T}.Add"/> on <see cref="Kinds"/>.</summary>
public static class AugmentationTable
{
    /// <summary>The kinds, by name.</summary>
    public static KindTable<Augmentation> Kinds { get; } = Create();

    private static KindTable<Augmentation> Create()
    {
        KindTable<Augmentation> kinds = new("augmentation", new Flip());
        kinds.Add("crop", "A part from a random place, after padding: with the picture's own size, small random moves.", ReadCrop);
        kinds.Add("flip", "Mirrors the picture.", settings => new Flip(settings.Choice<FlipDirection>("direction", "Which way.", FlipDirection.Horizontal))
        {
            Probability = Probability(settings, 0.5),
        });
        kinds.Add("turn", "Turns by 0, 90, 180 or 270 degrees; pictures that are not square by 0 or 180.", settings => new Turn { Probability = Probability(settings) });
        kinds.Add("shift", "Moves the content up or down and sideways.", ReadShift);
        kinds.Add("rotate", "Turns about the centre.", settings => Framed(settings, new Rotate(settings.Number("degrees", "The greatest angle to either side.", 10, 0, 180))));
        kinds.Add("scale", "Makes the content larger or smaller about the centre.", ReadScale);
        kinds.Add("affine", "Slants, scales, turns and moves, resampled once.", ReadAffine);
        kinds.Add("elastic", "Elastic deformation (Simard and others 2003).", ReadElastic);
        kinds.Add("colour-jitter", "Brightness, contrast, saturation and hue.", settings => new ColourJitter
        {
            Brightness = settings.Number("brightness", "Factors are from 1 less this to 1 and this.", 0, 0, 10),
            Contrast = settings.Number("contrast", "Likewise, of distances from the mean grey value.", 0, 0, 10),
            Saturation = settings.Number("saturation", "Likewise, of distances from each pixel's grey value.", 0, 0, 10),
            Hue = settings.Number("hue", "The greatest turn of the hue, as a part of the circle.", 0, 0, 0.5),
            Probability = Probability(settings),
        });
        kinds.Add("cutout", "Covers a square.", settings => new Cutout(
            settings.WholeNumber("size", "The square's side in pixels.", minimum: 0, maximum: 1 << 20),
            (float)settings.Number("value", "What it is covered with.", 0, float.MinValue, float.MaxValue))
        {
            Probability = Probability(settings),
        });
        kinds.Add("gaussian-noise", "White Gaussian noise; nothing is clipped.", ReadGaussian);
        kinds.Add("poisson-noise", "Counting noise, as few photons make it.", settings =>
            new PoissonCorruption(settings.Number("peak", "How many are counted where the picture is white.", minimum: 1e-6, maximum: 1e9)) { Probability = Probability(settings) });
        kinds.Add("salt-and-pepper", "Dead pixels, black or white.", settings =>
            new SaltAndPepperCorruption(settings.Number("part", "How many pixels are dead, as a part of all.", 0.05, 0, 1)) { Probability = Probability(settings) });
        kinds.Add("blur", "Blur by a Gaussian.", settings =>
            new BlurCorruption(settings.Number("sigma", "The standard deviation in pixels.", 1, 0, GaussianBlur.Greatest)) { Probability = Probability(settings) });
        kinds.Add("down-sampling", "Means of square blocks, brought back to the picture's size.", settings =>
            new DownSamplingCorruption(settings.WholeNumber("factor", "By how much height and width shrink.", 2, 1, 1 << 20)) { Probability = Probability(settings) });
        return kinds;
    }

    private static double Probability(SettingsReader settings, double fallback = 1) =>
        settings.Number("probability", "How often a picture is changed at all.", fallback, 0, 1);

    private static (Outside Outside, float Value) Border(SettingsReader settings, Outside fallback) => (
        settings.Choice<Outside>("outside", "What is beyond the border.", fallback),
        (float)settings.Number("value", "The value beyond the border where that is constant.", 0, float.MinValue, float.MaxValue));

    private static GeometricAugmentation Framed(SettingsReader settings, GeometricAugmentation change)
    {
        (Outside outside, float value) = Border(settings, Outside.Edge);
        return change with { Outside = outside, Value = value, Probability = Probability(settings) };
    }

    private static Crop ReadCrop(SettingsReader settings)
    {
        int height = settings.WholeNumber("height", "The part's rows; 0 keeps the picture's.", 0, 0);
        int width = settings.WholeNumber("width", "The part's columns; 0 keeps the picture's.", 0, 0);
        int padding = settings.WholeNumber("padding", "By how many pixels the picture is continued on each side first.", 0, 0, 1 << 20);
        (Outside outside, float value) = Border(settings, Outside.Constant);
        return new Crop(height == 0 ? null : height, width == 0 ? null : width, padding) { Outside = outside, Value = value };
    }

    private static GeometricAugmentation ReadShift(SettingsReader settings)
    {
        double vertical = settings.Number("vertical", "The greatest distance up or down, in pixels.", 2, 0, 1e6);
        double horizontal = settings.Number("horizontal", "The greatest distance sideways, in pixels.", 2, 0, 1e6);
        return Framed(settings, new Shift(vertical, horizontal, settings.Boolean("whole-pixels", "Whether only whole pixels are moved by.", true)));
    }

    private static GeometricAugmentation ReadScale(SettingsReader settings)
    {
        double minimum = settings.Number("minimum", "The least factor.", 0.9, 1e-3, 1e3), maximum = settings.Number("maximum", "The greatest factor.", 1.1, 1e-3, 1e3);
        return Framed(settings, new Scale(minimum, maximum));
    }

    private static GeometricAugmentation ReadAffine(SettingsReader settings) => Framed(settings, new Affine
    {
        Degrees = settings.Number("degrees", "The greatest angle to either side.", 0, 0, 180),
        ShearDegrees = settings.Number("shear-degrees", "The greatest slant to either side.", 0, 0, 80),
        MinimumScale = settings.Number("minimum-scale", "The least factor of size.", 1, 1e-3, 1),
        MaximumScale = settings.Number("maximum-scale", "The greatest factor of size.", 1, 1, 1e3),
        Shift = settings.Number("shift", "The greatest move, as a part of height and width.", 0, 0, 1),
    });

    private static Elastic ReadElastic(SettingsReader settings)
    {
        double strength = settings.Number("strength", "The factor of the blurred offsets, in pixels.", 34, 0, 1e6);
        double smoothness = settings.Number("smoothness", "The standard deviation of their blur, in pixels.", 4, 1e-3, GaussianBlur.Greatest);
        (Outside outside, float value) = Border(settings, Outside.Edge);
        return new Elastic(strength, smoothness) { Outside = outside, Value = value, Probability = Probability(settings) };
    }

    private static GaussianCorruption ReadGaussian(SettingsReader settings)
    {
        double sigma = settings.Number("sigma", "The standard deviation, where white is 1.", 0.05, 0, 1e6);
        double minimum = settings.Number("minimum-sigma", "Where it is less than sigma, each picture's own lies between the two; left out, it is sigma.", -1, -1, 1e6);
        return new GaussianCorruption(sigma, minimum < 0 ? null : minimum) { Probability = Probability(settings) };
    }
}
