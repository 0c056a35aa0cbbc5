namespace Adjoint.Data;

/// <summary>What restoration turns into what.</summary>
public enum RestorationColours
{
    /// <summary>Colour pictures into colour pictures: three channels both.</summary>
    Colour,

    /// <summary>Grey pictures into grey pictures; of colour pictures the <see cref="Luminance"/> is taken.</summary>
    Grey,

    /// <summary>Colour pictures into their <see cref="Luminance"/>.</summary>
    ColourToGrey,
}
